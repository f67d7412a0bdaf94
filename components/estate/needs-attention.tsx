"use client";

import NextLink from "next/link";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { Elapsed } from "../ui/elapsed.tsx";
import { findingAnchor } from "../ui/finding-anchor.ts";
import { Moment } from "../ui/moment.tsx";
import { Panel, Section } from "../ui/panel.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import { type Cause, splitAtName } from "./causes.ts";
import styles from "./estate.module.css";

const shownAtFirst = 10;

/** What someone has to look at: a sentence, what follows, since when, and the first step. */
export function NeedsAttention({ causes }: { causes: readonly Cause[] }) {
  const [isWhole, setIsWhole] = useState(false);
  if (causes.length === 0) return null;
  const shown = isWhole ? causes : causes.slice(0, shownAtFirst);
  return (
    <Section id="needs" title="Needs attention" note="Worst first, one line per cause">
      <Panel padded={false}>
        <ol className={styles.causes}>
          {shown.map((cause) => (
            <CauseRow key={cause.key} cause={cause} />
          ))}
        </ol>
      </Panel>
      {shown.length < causes.length && (
        <Button className={styles.more} onClick={() => setIsWhole(true)}>
          Show all {causes.length}
        </Button>
      )}
    </Section>
  );
}

function CauseRow({ cause }: { cause: Cause }) {
  const first = cause.links[0]!;
  return (
    <li data-verdict={cause.verdict}>
      <VerdictMark verdict={cause.verdict} />
      <div>
        <p className={styles.what}>
          {cause.links.length === 1 ? <Told cause={cause} /> : <Sentence text={cause.reason} />}
        </p>
        <p className={styles.why}>
          {cause.links.length === 1 ? <Sentence text={cause.consequence} /> : <Links cause={cause} />}
        </p>
      </div>
      <p className={styles.since}>
        <b>
          <Elapsed since={cause.since} />
        </b>
        <span>
          since <Moment at={cause.since} />
        </span>
      </p>
      <p className={styles.first}>
        {cause.step && (
          <NextLink href={`${linkHref(first.linkId)}#${findingAnchor(cause.findingKey)}`}>
            <Sentence text={cause.step} />
          </NextLink>
        )}
      </p>
    </li>
  );
}

/** The sentence with the link's name as the way to it, or led by the name where the sentence does not hold it. */
function Told({ cause }: { cause: Cause }) {
  const { linkId, name } = cause.links[0]!;
  const parts = splitAtName(cause.reason, name);
  const way = (
    <NextLink href={linkHref(linkId)} className="name">
      {name}
    </NextLink>
  );
  if (parts === null)
    return (
      <>
        {way}: <Sentence text={cause.reason} />
      </>
    );
  return (
    <>
      <Sentence text={parts.before} />
      {way}
      <Sentence text={parts.after} />
    </>
  );
}

const namedAtMost = 6;

function Links({ cause }: { cause: Cause }) {
  const more = cause.links.length - namedAtMost;
  return (
    <>
      {cause.links.slice(0, namedAtMost).map((link, index) => (
        <span key={link.linkId}>
          {index > 0 && ", "}
          <NextLink href={linkHref(link.linkId)} className="name">
            {link.name}
          </NextLink>
        </span>
      ))}
      {more > 0 && ` and ${more} more`}
    </>
  );
}

export function linkHref(linkId: string): string {
  return `/links/${encodeURIComponent(linkId)}`;
}
