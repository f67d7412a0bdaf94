"use client";

import { type ReactNode, useId } from "react";
import { formatIso } from "../../lib/format/moment.ts";
import { instantOf, isWithin, type Range } from "./plan-state.ts";
import styles from "./planner.module.css";

/** A label with its control inside. */
export function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className={styles.field}>
      <span>{label}</span>
      {children}
    </label>
  );
}

/** A number; NaN while there is none in it. Outside its range it is marked, and the range is said. */
export function NumberField({
  label,
  value,
  range,
  onChange,
}: {
  label: string;
  value: number;
  range: Range;
  onChange: (value: number) => void;
}) {
  const said = useId();
  const isWrong = !isWithin(range, value);
  return (
    <div className={styles.checked}>
      <Field label={label}>
        <input
          type="number"
          min={0}
          step="any"
          inputMode="decimal"
          value={Number.isFinite(value) ? value : ""}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? said : undefined}
          onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
        />
      </Field>
      {isWrong && (
        <small id={said} className={styles.wrong}>
          {range.words}
        </small>
      )}
    </div>
  );
}

export function SelectField<Value extends string | number>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: Value;
  options: readonly { value: Value; word: string }[];
  onChange: (value: Value) => void;
}) {
  return (
    <Field label={label}>
      <select
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => String(option.value) === event.currentTarget.value);
          if (chosen) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.word}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** A time in the reader's zone; the address keeps the instant. */
export function InstantField({
  label,
  value,
  zone,
  onChange,
}: {
  label: string;
  value: string;
  zone: string;
  onChange: (iso: string) => void;
}) {
  const at = instantOf(value);
  return (
    <Field label={label}>
      <input
        type="datetime-local"
        value={at === null ? "" : formatIso(at, zone).slice(0, 16)}
        onChange={(event) => {
          const chosen = new Date(event.currentTarget.value);
          onChange(Number.isNaN(chosen.getTime()) ? "" : chosen.toISOString());
        }}
      />
    </Field>
  );
}

export function ClockField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <Field label={label}>
      <input type="time" value={value} onChange={(event) => onChange(event.currentTarget.value)} />
    </Field>
  );
}
