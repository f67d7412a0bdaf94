"use client";

import { type ReactNode, useId } from "react";
import type { PlanText } from "../../lib/domain/plan-text.ts";
import type { PlannerSnapshot } from "../../lib/domain/planner-snapshot.ts";
import { formatAge } from "../../lib/format/duration.ts";
import { formatIso } from "../../lib/format/moment.ts";
import { formatRate } from "../../lib/format/rate.ts";
import { Button } from "../ui/button.tsx";
import { CopyText } from "../ui/copy-text.tsx";
import { Panel } from "../ui/panel.tsx";
import { bytesPerSecondOf, instantOf, orders, type PlanState, rateUnits } from "./plan-state.ts";
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
const dayWords = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
/** The week begins on Monday. */
const daysInOrder = [1, 2, 3, 4, 5, 6, 0];

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
  const take = (server: PlannerSnapshot["servers"][number]) => {
    const open = server.databases.filter(({ isLinked }) => !isLinked);
    const list = open.length > 0 ? open : server.databases;
    onChange({ databases: list.map(({ name, bytes }) => `${name}, ${Math.ceil(bytes / 1024 ** 2)} MB`).join("\n") });
  };
  const isAlways = state.days === "";
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
          {snapshot.servers.map((server) => (
            <Button key={server.name} look="plain" onClick={() => take(server)}>
              Take from {server.name}
              <span className="faint">{formatAge((now - Date.parse(server.at)) / 1000)} old</span>
            </Button>
          ))}
          <CopyText text={sizesQuery} label="Copy the query for another server">
            Copy query for another server
          </CopyText>
        </div>
      </fieldset>

      <fieldset>
        <legend>Bandwidth</legend>
        <div className={styles.row}>
          <Field label="Of the way they all share">
            <input
              type="number"
              min={0}
              step="any"
              inputMode="decimal"
              value={Number.isFinite(state.rate) ? state.rate : ""}
              onChange={(event) => onChange({ rate: event.currentTarget.valueAsNumber })}
            />
          </Field>
          <Field label="Unit">
            <select
              value={state.unit}
              onChange={(event) => onChange({ unit: event.currentTarget.value as PlanState["unit"] })}
            >
              {rateUnits.map((unit) => (
                <option key={unit}>{unit}</option>
              ))}
            </select>
          </Field>
          <Field label={`One seeding alone, ${state.unit}; 0 = no limit`}>
            <input
              type="number"
              min={0}
              step="any"
              inputMode="decimal"
              value={Number.isFinite(state.each) ? state.each : ""}
              onChange={(event) => onChange({ each: event.currentTarget.valueAsNumber })}
            />
          </Field>
        </div>
        {snapshot.rates.length > 0 && (
          <ul className={styles.measured}>
            {snapshot.rates.map((rate) => (
              <li key={`${rate.server} ${rate.instance}`}>
                <span>
                  Measured from {rate.server} to {rate.instance}: {formatRate(rate.p50BytesPerSecond)}, 8 in 10{" "}
                  {formatRate(rate.p10BytesPerSecond)} to {formatRate(rate.p90BytesPerSecond)}, over{" "}
                  {rate.hours < 1 ? "less than an hour" : `${Math.round(rate.hours)} h`}, last{" "}
                  {formatAge((now - Date.parse(rate.lastAt)) / 1000)} ago
                </span>
                <Button
                  look="quiet"
                  onClick={() =>
                    onChange({
                      unit: "MB/s",
                      rate: Number((rate.p50BytesPerSecond / bytesPerSecondOf["MB/s"]).toPrecision(3)),
                    })
                  }
                >
                  Use it
                </Button>
              </li>
            ))}
          </ul>
        )}
        <div className={styles.row}>
          <Field label="Bytes that go over the wire, %">
            <input
              type="number"
              min={1}
              max={100}
              value={Number.isFinite(state.wire) ? state.wire : ""}
              onChange={(event) => onChange({ wire: event.currentTarget.valueAsNumber })}
            />
          </Field>
          <Field label="Seedings at once">
            <select
              value={state.parallel}
              onChange={(event) => onChange({ parallel: Number(event.currentTarget.value) })}
            >
              {[1, 2, 3, 4, 5].map((count) => (
                <option key={count}>{count}</option>
              ))}
            </select>
          </Field>
          <Field label="Order">
            <select
              value={state.order}
              onChange={(event) => onChange({ order: event.currentTarget.value as PlanState["order"] })}
            >
              {orders.map((order) => (
                <option key={order} value={order}>
                  {orderWords[order]}
                </option>
              ))}
            </select>
          </Field>
        </div>
      </fieldset>

      <fieldset>
        <legend>Time</legend>
        <div className={styles.row}>
          <Field label={`Begins (${zone}); empty = now`}>
            <TimeInput value={state.start} zone={zone} onChange={(start) => onChange({ start })} />
          </Field>
          <Field label="Should be over by">
            <TimeInput value={state.by} zone={zone} onChange={(by) => onChange({ by })} />
          </Field>
        </div>
        <fieldset className={styles.days}>
          <legend>The wire in full only on</legend>
          <div>
            {daysInOrder.map((day) => (
              <label key={day}>
                <input
                  type="checkbox"
                  checked={state.days.includes(String(day))}
                  onChange={(event) => {
                    const others = state.days.replaceAll(String(day), "");
                    onChange({ days: event.currentTarget.checked ? `${others}${day}` : others, zone });
                  }}
                />
                {dayWords[day]}
              </label>
            ))}
          </div>
        </fieldset>
        {isAlways ? (
          <p className="quiet">No day chosen: the whole week, round the clock.</p>
        ) : (
          <div className={styles.row}>
            <Field label="From">
              <input
                type="time"
                value={state.from}
                onChange={(event) => onChange({ from: event.currentTarget.value, zone })}
              />
            </Field>
            <Field label="To">
              <input
                type="time"
                value={state.to}
                onChange={(event) => onChange({ to: event.currentTarget.value, zone })}
              />
            </Field>
            <Field label="Bandwidth outside, %">
              <input
                type="number"
                min={0}
                max={100}
                value={Number.isFinite(state.outside) ? state.outside : ""}
                onChange={(event) => onChange({ outside: event.currentTarget.valueAsNumber })}
              />
            </Field>
          </div>
        )}
        {!isAlways && state.outside === 0 && (
          <p className="quiet">
            SQL Server cannot pause a seeding: 0 % outside the hours means that your network holds it back, and a
            connection that breaks begins it anew.
          </p>
        )}
      </fieldset>
    </Panel>
  );
}

function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className={styles.field}>
      <span>{label}</span>
      {children}
    </label>
  );
}

/** A time in the reader's zone; the address keeps the instant. */
function TimeInput({ value, zone, onChange }: { value: string; zone: string; onChange: (iso: string) => void }) {
  const id = useId();
  const at = instantOf(value);
  return (
    <input
      id={id}
      type="datetime-local"
      value={at === null ? "" : formatIso(at, zone).slice(0, 16)}
      onChange={(event) => {
        const chosen = new Date(event.currentTarget.value);
        onChange(Number.isNaN(chosen.getTime()) ? "" : chosen.toISOString());
      }}
    />
  );
}
