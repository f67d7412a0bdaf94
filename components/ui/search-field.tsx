"use client";

import { Search } from "lucide-react";
import { useEffect, useRef } from "react";
import styles from "./search-field.module.css";

/** A search field that `/` reaches from anywhere on the page and Esc empties, then leaves. */
export function SearchField({
  label,
  placeholder,
  value,
  onChange,
}: {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    function reach(event: KeyboardEvent) {
      const target = event.target as HTMLElement;
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName)) return;
      event.preventDefault();
      input.current?.focus();
    }
    document.addEventListener("keydown", reach);
    return () => document.removeEventListener("keydown", reach);
  }, []);
  return (
    <label className={styles.field}>
      <Search aria-hidden="true" />
      <span className="sr">{label}</span>
      <input
        ref={input}
        type="search"
        placeholder={placeholder}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          if (value === "") event.currentTarget.blur();
          else onChange("");
        }}
        aria-keyshortcuts="/"
        autoComplete="off"
        spellCheck={false}
      />
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a kbd takes no focus */}
      <kbd aria-hidden="true">/</kbd>
    </label>
  );
}
