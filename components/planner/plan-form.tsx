"use client";

import type { ReactNode } from "react";
import { mostParallel } from "../../lib/domain/plan.ts";
import { type PlanText, planText } from "../../lib/domain/plan-text.ts";
import type { PlannerSnapshot } from "../../lib/domain/planner-snapshot.ts";
import { countWords } from "../../lib/domain/wording.ts";
import { formatAge } from "../../lib/format/duration.ts";
import { formatRate } from "../../lib/format/rate.ts";
import { Button } from "../ui/button.tsx";
import { CopyText } from "../ui/copy-text.tsx";
import { Panel } from "../ui/panel.tsx";
import { HoursFields } from "./hours-fields.tsx";
import { Field, InstantField, NumberField, SelectField } from "./plan-fields.tsx";
import { bytesPerSecondOf, orders, type PlanState, ranges, rateUnits } from "./plan-state.ts";
import styles from "./planner.module.css";

/** For a DBA to run on a server that Linkspan does not watch; its two columns can be pasted as they come. */
export const sizesQuery = `SELECT d.name, SUM(CONVERT(bigint, f.size)) * 8 / 1024 AS size_mb
FROM sys.databases AS d
INNER JOIN sys.master_files AS f ON f.database_id = d.database_id AND f.type = 0
WHERE d.database_id > 4
GROUP BY d.name
ORDER BY size_mb DESC;`;

const orderWords = {
  "largest-first": "largest first",
  "smallest-first": "smallest first",
  "as-given": "as written",
} as const;
const orderOptions = orders.map((value) => ({ value, word: orderWords[value] }));
const unitOptions = rateUnits.map((value) => ({ value, word: value }));
const parallelOptions = Array.from({ length: mostParallel }, (_, n) => ({ value: n + 1, word: String(n + 1) }));

export function PlanForm({
  state,
  read,
  snapshot,
  zone,
  now,
  onChange,
}: {
  state: PlanState;
  read: PlanText;
  snapshot: PlannerSnapshot;
  zone: string;
  now: number;
  onChange: (changes: Partial<PlanState>) => void;
}) {
  /** Those without a link where there are some; what stands there already stays. */
  const take = ({ databases }: PlannerSnapshot["servers"][number]) => {
    const open = databases.filter(({ isLinked }) => !isLinked);
    const known = new Set(read.databases.map(({ name }) => name.toLowerCase()));
    const added = (open.length > 0 ? open : databases).filter(({ name }) => !known.has(name.toLowerCase()));
    onChange({ databases: [state.databases.trimEnd(), planText(added)].filter((text) => text !== "").join("\n") });
  };
  return (
    <Panel className={styles.form}>
      <fieldset>
        <legend>Databases</legend>
        <Field label="One a line, name and size; or paste the two columns of a query result">
          <textarea
            rows={8}
            spellCheck={false}
            value={state.databases}
            placeholder={"Orders, 120 GB\nArchive, 1.4 TB"}
            onChange={(event) => onChange({ databases: event.currentTarget.value })}
          />
        </Field>
        {read.problems.length > 0 && (
          <ul className={styles.problems} role="alert">
            {read.problems.slice(0, 5).map(({ line, words }) => (
              <li key={line}>
                Line {line}: {words}
              </li>
            ))}
            {read.problems.length > 5 && <li>and {read.problems.length - 5} more lines</li>}
          </ul>
        )}
        <div className={styles.take}>
          <CopyText text={sizesQuery} label="Copy the query for another server">
            Copy query for another server
          </CopyText>
          <FewOf
            all={snapshot.servers}
            one="watched server"
            show={(servers) => (
              <div>
                {servers.map((server) => (
                  <Button key={server.name} look="plain" onClick={() => take(server)}>
                    Take from {server.name}
                    <span className="faint">{formatAge((now - Date.parse(server.at)) / 1000)} old</span>
                  </Button>
                ))}
              </div>
            )}
          />
        </div>
      </fieldset>

      <fieldset>
        <legend>Bandwidth</legend>
        <div className={styles.row}>
          <NumberField
            label="Of the way they all share"
            value={state.rate}
            range={ranges.rate}
            onChange={(rate) => onChange({ rate })}
          />
          <SelectField label="Unit" value={state.unit} options={unitOptions} onChange={(unit) => onChange({ unit })} />
          <NumberField
            label={`One seeding alone, ${state.unit}; 0 = no limit`}
            value={state.each}
            range={ranges.each}
            onChange={(each) => onChange({ each })}
          />
        </div>
        <FewOf
          all={snapshot.rates}
          one="measured rate"
          show={(rates) => <MeasuredRates rates={rates} now={now} onChange={onChange} />}
        />
        <div className={styles.row}>
          <NumberField
            label="Bytes that go over the wire, %"
            value={state.wire}
            range={ranges.wire}
            onChange={(wire) => onChange({ wire })}
          />
          <SelectField
            label="Seedings at once"
            value={Math.min(mostParallel, Math.max(1, state.parallel))}
            options={parallelOptions}
            onChange={(parallel) => onChange({ parallel })}
          />
          <SelectField
            label="Order"
            value={state.order}
            options={orderOptions}
            onChange={(order) => onChange({ order })}
          />
        </div>
      </fieldset>

      <fieldset>
        <legend>Time</legend>
        <div className={styles.row}>
          <InstantField
            label={`Begins (${zone}); empty = now`}
            value={state.start}
            zone={zone}
            onChange={(start) => onChange({ start })}
          />
          <InstantField label="Should be over by" value={state.by} zone={zone} onChange={(by) => onChange({ by })} />
        </div>
        <HoursFields state={state} onChange={(changes) => onChange({ ...changes, zone })} />
      </fieldset>
    </Panel>
  );
}

/** How many of a kind stand open; an estate may have hundreds. */
const few = 4;

function FewOf<T>({ all, one, show }: { all: readonly T[]; one: string; show: (some: readonly T[]) => ReactNode }) {
  if (all.length === 0) return null;
  return (
    <>
      {show(all.slice(0, few))}
      {all.length > few && (
        <details className={styles.rest}>
          <summary>{countWords(all.length - few, `more ${one}`)}</summary>
          {show(all.slice(few))}
        </details>
      )}
    </>
  );
}

function MeasuredRates({
  rates,
  now,
  onChange,
}: {
  rates: readonly PlannerSnapshot["rates"][number][];
  now: number;
  onChange: (changes: Partial<PlanState>) => void;
}) {
  const use = (bytesPerSecond: number) =>
    onChange({ unit: "MB/s", rate: Number((bytesPerSecond / bytesPerSecondOf["MB/s"]).toPrecision(3)) });
  return (
    <ul className={styles.measured}>
      {rates.map((rate) => (
        <li key={`${rate.server} ${rate.instance}`}>
          <span>
            Measured from {rate.server} to {rate.instance}: {formatRate(rate.p50BytesPerSecond)}, 8 in 10{" "}
            {formatRate(rate.p10BytesPerSecond)} to {formatRate(rate.p90BytesPerSecond)}, over{" "}
            {rate.hours < 1 ? "less than an hour" : `${Math.round(rate.hours)} h`}, last{" "}
            {formatAge((now - Date.parse(rate.lastAt)) / 1000)} ago
          </span>
          <Button onClick={() => use(rate.p50BytesPerSecond)}>Use it</Button>
        </li>
      ))}
    </ul>
  );
}
