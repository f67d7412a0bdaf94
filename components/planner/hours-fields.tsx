"use client";

import { ClockField, NumberField } from "./plan-fields.tsx";
import { type PlanState, ranges } from "./plan-state.ts";
import styles from "./planner.module.css";

const dayWords = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
/** The week begins on Monday. */
const daysInOrder = [1, 2, 3, 4, 5, 6, 0];

/** Days and hours at which the seedings have the wire in full, and what is left to them outside. */
export function HoursFields({
  state,
  onChange,
}: {
  state: Pick<PlanState, "days" | "from" | "to" | "outside">;
  onChange: (changes: Partial<PlanState>) => void;
}) {
  const isAlways = state.days === "";
  return (
    <>
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
                  onChange({ days: event.currentTarget.checked ? `${others}${day}` : others });
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
          <ClockField label="From" value={state.from} onChange={(from) => onChange({ from })} />
          <ClockField label="To" value={state.to} onChange={(to) => onChange({ to })} />
          <NumberField
            label="Bandwidth outside, %"
            value={state.outside}
            range={ranges.outside}
            onChange={(outside) => onChange({ outside })}
          />
        </div>
      )}
      {!isAlways && state.outside === 0 && (
        <p className="quiet">
          SQL Server cannot pause a seeding: 0 % outside the hours means that your network holds it back, and a
          connection that breaks begins it anew.
        </p>
      )}
    </>
  );
}
