"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { type CatalogueEntry, factCatalogue, findingWords } from "../../lib/domain/fact-catalogue.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Section } from "../ui/panel.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { Select } from "../ui/select.tsx";
import { asCell, asRow, asRowHead, asTable } from "../ui/table-roles.ts";
import { VantageMark } from "../ui/vantage-mark.tsx";
import styles from "./facts.module.css";
import { clockWords, countFacts, filterFacts, type VoiceChoice, voices } from "./facts-filter.ts";

const voiceWords: Record<VoiceChoice, string> = {
  all: "all",
  partner: "SQL Server",
  instance: "managed instance",
  arm: "ARM",
  synapse: "Synapse",
};

/** Every fact Linkspan reads, as the code itself has it. */
export function FactsView() {
  const [view, setView] = useQueryStates(
    { voice: parseAsStringLiteral(voices).withDefault("all"), q: parseAsString.withDefault("") },
    { history: "replace", shallow: true, scroll: false },
  );
  const shown = filterFacts(factCatalogue, view);
  return (
    <>
      <div className={styles.head}>
        <h1>{factCatalogue.length} facts, and where each comes from</h1>
        <p>
          Linkspan only reads. The text of each question stands under its name in{" "}
          <code className="mono">lib/collect/sqlserver/questions-*.ts</code>, the rights to grant in{" "}
          <code className="mono">grants.sql</code> beside it.
        </p>
      </div>
      <search className={styles.toolbar} aria-label="Facts">
        <SearchField
          label="Search facts"
          placeholder="Fact, permission, finding"
          value={view.q}
          onChange={(q) => void setView({ q: q === "" ? null : q })}
        />
        <Select
          label="Told by"
          options={voices.map((voice) => ({
            value: voice,
            label: `${voiceWords[voice]}, ${countFacts(factCatalogue, voice)}`,
          }))}
          value={view.voice}
          onChange={(voice) => void setView({ voice })}
        />
      </search>
      {shown.length === 0 ? (
        <EmptyState
          title={view.q === "" ? `No fact from ${voiceWords[view.voice]}` : `No fact matches "${view.q}"`}
          step={<Button onClick={() => void setView(null)}>Clear filters</Button>}
        >
          {factCatalogue.length} facts are read.
        </EmptyState>
      ) : (
        <Section
          id="facts"
          title="Facts"
          note={
            shown.length < factCatalogue.length ? `${shown.length} of ${factCatalogue.length}` : "By who tells them"
          }
        >
          <FactsTable entries={shown} />
        </Section>
      )}
    </>
  );
}

function FactsTable({ entries }: { entries: readonly CatalogueEntry[] }) {
  return (
    <table className={styles.facts} {...asTable}>
      <caption className="sr">Facts with who tells them, the right they need, how often, and what they lead to</caption>
      <thead>
        <tr>
          <th scope="col">Fact</th>
          <th scope="col">Told by</th>
          <th scope="col">Needs</th>
          <th scope="col">Asked</th>
          <th scope="col">Leads to</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={`${entry.fact} ${entry.question}`} {...asRow}>
            <th scope="row" {...asRowHead}>
              {entry.fact}
            </th>
            <td {...asCell} data-label="Told by">
              <Voice vantages={entry.vantages} />
              <code className="mono">{entry.question}</code>
            </td>
            <td {...asCell} data-label="Needs">
              {entry.permission === "none" ? <span className="faint">nothing</span> : entry.permission}
            </td>
            <td {...asCell} data-label="Asked" className={styles.clock}>
              {clockWords[entry.every]}
            </td>
            <td {...asCell} data-label="Leads to">
              {entry.findings.length === 0 ? (
                <span className="faint">shown only</span>
              ) : (
                <ul>
                  {entry.findings.map((key) => (
                    <li key={key} title={key}>
                      {findingWords(key)}
                    </li>
                  ))}
                </ul>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Voice({ vantages }: Pick<CatalogueEntry, "vantages">) {
  const [first, second] = vantages;
  if (first === undefined || first === "synapse") return <span>Synapse</span>;
  return <VantageMark vantage={second === undefined ? first : "both"} />;
}
