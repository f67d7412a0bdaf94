import { ChevronDown } from "lucide-react";
import styles from "./select.module.css";

/** A quiet choice of the toolbar: "Group SQL Server ⌄". A native select, so that keyboard and phone work as their owner is used to. */
export function Select<Value extends string>({
  label,
  options,
  value,
  onChange,
}: {
  label: string;
  options: readonly { value: Value; label: string }[];
  value: Value;
  onChange: (value: Value) => void;
}) {
  return (
    <label className={styles.select}>
      {label}
      <span className={styles.value}>
        <b aria-hidden="true">{options.find((option) => option.value === value)?.label ?? value}</b>
        <ChevronDown aria-hidden="true" />
        <select value={value} onChange={(event) => onChange(event.currentTarget.value as Value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      </span>
    </label>
  );
}
