"use client";

import NextLink from "next/link";
import type { ExplainedError } from "../../lib/domain/assessment.ts";
import { explain } from "../../lib/domain/error-catalogue.ts";
import type { Plain } from "../../lib/domain/snapshot.ts";
import { Moment } from "../ui/moment.tsx";
import { Panel, Section } from "../ui/panel.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { VantageMark } from "../ui/vantage-mark.tsx";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import { type ErrorGroup, groupErrors } from "./error-groups.ts";
import { ErrorSource } from "./error-source.tsx";
import styles from "./errors.module.css";

/** Every error that some voice names for this link now: what it means, and what of its causes was checked here. */
export function ErrorSection({ errors }: { errors: readonly Plain<ExplainedError>[] }) {
  if (errors.length === 0) return null;
  return (
    <Section id="errors" title="Errors" note={<NextLink href="/errors">All errors that Linkspan can explain</NextLink>}>
      <ul className={styles.errors}>
        {groupErrors(errors).map((group) => (
          <li key={group.code}>
            <ErrorPanel group={group} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function ErrorPanel({ group }: { group: ErrorGroup }) {
  const entry = explain(group.code);
  return (
    <Panel>
      <h3 className={styles.title}>
        {entry === null ? group.title : <NextLink href={`/errors#${group.code}`}>{group.title}</NextLink>}
      </h3>
      <ul className={styles.said}>
        {group.said.map((one) => (
          <li key={`${one.vantage}${one.fact}`}>
            <q>{one.text}</q>
            <span>
              <VantageMark vantage={one.vantage} />
              <span>{one.fact}</span>
              {one.at !== null && <Moment at={one.at} />}
            </span>
          </li>
        ))}
      </ul>
      {group.meaning === null ? (
        <p className="quiet">Linkspan does not know this error; it is shown as it came.</p>
      ) : (
        <p>
          <Sentence text={group.meaning} />
        </p>
      )}
      {group.causes.length > 0 && <Causes causes={group.causes} />}
      {entry !== null && <ErrorSource source={entry.source} isInferred={entry.isInferred === true} />}
    </Panel>
  );
}

function Causes({ causes }: { causes: ErrorGroup["causes"] }) {
  return (
    <ol className={styles.causes} aria-label="Causes, the likeliest first">
      {causes.map(({ cause, remedy, checked }) => (
        <li key={cause} data-verdict={checked?.verdict}>
          <p>
            <Sentence text={cause} />
            <small>
              <Sentence text={remedy} />
            </small>
          </p>
          <p className={styles.checked}>
            {checked === null ? (
              <span className="faint">Linkspan cannot see this</span>
            ) : (
              <>
                <VerdictMark verdict={checked.verdict} />
                <span>
                  <Sentence text={checked.words} />
                </span>
              </>
            )}
          </p>
        </li>
      ))}
    </ol>
  );
}
