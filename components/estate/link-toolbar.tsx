"use client";

import type { EstateRow } from "../../lib/domain/snapshot.ts";
import { verdicts } from "../../lib/domain/verdict.ts";
import { phaseWords, verdictWords } from "../../lib/format/words.ts";
import { Button } from "../ui/button.tsx";
import { CopyText } from "../ui/copy-text.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { Select } from "../ui/select.tsx";
import type { Grouping, Sorting } from "./arrange.ts";
import styles from "./link-toolbar.module.css";
import { type densities, type EstateView, phases, type SetEstateView } from "./view-state.ts";

const groupWords: Record<Grouping, string> = {
  sqlserver: "SQL Server",
  instance: "managed instance",
  phase: "phase",
  none: "none",
};

const sortWords: Record<Sorting, string> = {
  worst: "worst first",
  name: "name",
  lag: "longest lag",
  certificate: "certificate",
  progress: "progress",
  newest: "newest phase",
};

const rowWords: Record<(typeof densities)[number], string> = { "two-lines": "two lines", compact: "compact" };

/** Select knows only text; the empty one stands for no filter. */
function anyOf<Value extends string>(values: readonly Value[], wordOf: (value: Value) => string) {
  return [{ value: "" as const, label: "any" }, ...values.map((value) => ({ value, label: wordOf(value) }))];
}

function choices<Value extends string>(words: Record<Value, string>) {
  return (Object.keys(words) as Value[]).map((value) => ({ value, label: words[value] }));
}

/** Search, filters, grouping and order; all of it stands in the address, which can be copied. */
export function LinkToolbar({
  links,
  view,
  setView,
  moved,
  onReorder,
}: {
  links: readonly EstateRow[];
  view: EstateView;
  setView: SetEstateView;
  /** Rows that keep an outdated place because someone points at the list. */
  moved: number;
  onReorder: () => void;
}) {
  const instances = [...new Set(links.flatMap((link) => link.instanceName ?? []))].sort();
  const present = new Set(links.map((link) => link.phase));
  const offered = phases.filter((phase) => present.has(phase) || phase === view.phase);
  return (
    <search className={styles.toolbar} aria-label="Links">
      <SearchField
        label="Search links"
        placeholder="Link, database, server"
        value={view.q}
        onChange={(q) => setView({ q: q === "" ? null : q })}
      />
      <Select
        label="Verdict"
        options={anyOf(verdicts, (verdict) => verdictWords[verdict])}
        value={view.verdict ?? ""}
        onChange={(verdict) => setView({ verdict: verdict === "" ? null : verdict })}
      />
      <Select
        label="Phase"
        options={anyOf(offered, (phase) => phaseWords[phase])}
        value={view.phase ?? ""}
        onChange={(phase) => setView({ phase: phase === "" ? null : phase })}
      />
      <Select
        label="Instance"
        options={anyOf(instances, (name) => name)}
        value={view.instance ?? ""}
        onChange={(instance) => setView({ instance: instance === "" ? null : instance })}
      />
      <span className={styles.gap} />
      <span className={styles.moved} role="status">
        {moved > 0 && (
          <Button onClick={onReorder}>
            {moved} {moved === 1 ? "row" : "rows"} changed order
          </Button>
        )}
      </span>
      <Select label="Group" options={choices(groupWords)} value={view.group} onChange={(group) => setView({ group })} />
      <Select label="Sort" options={choices(sortWords)} value={view.sort} onChange={(sort) => setView({ sort })} />
      <Select label="Rows" options={choices(rowWords)} value={view.rows} onChange={(rows) => setView({ rows })} />
      <span className={styles.address}>
        <CopyAddress />
      </span>
    </search>
  );
}

function CopyAddress() {
  return <CopyText text={() => location.href} label="Copy the address of this view" />;
}
