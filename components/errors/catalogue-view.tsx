"use client";

import { parseAsString, useQueryState } from "nuqs";
import { searchErrors } from "../../lib/domain/error-catalogue.ts";
import type { ErrorEntry } from "../../lib/domain/error-catalogue-entry.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Panel } from "../ui/panel.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { ErrorSource } from "./error-source.tsx";
import styles from "./errors.module.css";

/** Every error that Linkspan can explain, to search and to send to somebody: each has an address of its own. */
export function CatalogueView() {
  const [query, setQuery] = useQueryState("q", parseAsString.withDefault(""));
  const entries = searchErrors(query);
  return (
    <>
      <div className={styles.head}>
        <div>
          <h1>Errors of links, explained</h1>
          <p>
            What each number means and its causes, the likeliest first. On a link's page each cause says what was
            checked there.
          </p>
        </div>
        <SearchField
          label="Search errors"
          placeholder="Number or words"
          value={query}
          onChange={(value) => void setQuery(value === "" ? null : value)}
        />
      </div>
      {entries.length === 0 ? (
        <EmptyState
          title="No error holds these words"
          level={2}
          step={<Button onClick={() => void setQuery(null)}>Show all errors</Button>}
        >
          A number that is missing here is still shown on a link's page, as it came.
        </EmptyState>
      ) : (
        <ul className={styles.errors}>
          {entries.map((entry) => (
            <li key={entry.code} id={entry.code} className={styles.entry}>
              <Entry entry={entry} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Entry({ entry }: { entry: ErrorEntry }) {
  return (
    <Panel>
      <h2 className={styles.title}>
        <a href={`#${entry.code}`}>{entry.code}</a>
        <span>{entry.kind === "information" ? `information: ${entry.means}` : entry.means}</span>
      </h2>
      <p>
        <Sentence text={entry.meaning} />
      </p>
      <p className={styles.step}>
        <Sentence text={entry.step} />
      </p>
      {entry.causes.length > 0 && (
        <ol className={styles.causes} aria-label={`Causes of ${entry.code}, the likeliest first`}>
          {entry.causes.map(({ cause, remedy, check, isInferred }) => (
            <li key={cause}>
              <p>
                <Sentence text={cause} />
                <small>
                  <Sentence text={remedy} />
                </small>
              </p>
              <p className={styles.checked}>
                <span className="faint">
                  {check === null ? "Linkspan cannot see this" : "Checked on the link's page"}
                  {isInferred && " · concluded, not documented"}
                </span>
              </p>
            </li>
          ))}
        </ol>
      )}
      <ErrorSource source={entry.source} isInferred={entry.isInferred === true} />
    </Panel>
  );
}
