"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { CertificateSnapshot } from "../../lib/domain/certificate-inventory.ts";
import { countWords } from "../../lib/domain/wording.ts";
import { StaleNotice } from "../live/stale-notice.tsx";
import { useLive } from "../live/use-live.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Section } from "../ui/panel.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { Select } from "../ui/select.tsx";
import { CalendarLink } from "./calendar-link.tsx";
import { type Entry, inventoryHeadline } from "./certificate-words.ts";
import styles from "./inventory.module.css";
import { type Choice, choices, countEntries, filterEntries } from "./inventory-filter.ts";
import { InventoryTable } from "./inventory-table.tsx";

const choiceWords: Record<Choice, string> = {
  all: "all",
  due: "needs renewal",
  azure: "renewed by Azure",
  authorities: "authorities",
};

/** Every certificate the links stand on: the next to renew, then all of them, the first to expire on top. */
export function InventoryView({ initial }: { initial: CertificateSnapshot }) {
  const live = useLive<CertificateSnapshot>(["certificates"], "/api/certificates", initial);
  const { readAt, certificates } = live.data;
  const [view, setView] = useQueryStates(
    { show: parseAsStringLiteral(choices).withDefault("all"), q: parseAsString.withDefault("") },
    { history: "replace", shallow: true, scroll: false },
  );
  const shown = filterEntries(certificates, view.show, view.q);
  const undated = shown.filter((entry) => entry.expiresAt === null);
  const dated = shown.filter((entry) => entry.expiresAt !== null);
  const table = (entries: Entry[], caption: string) => (
    <InventoryTable entries={entries} caption={caption} readAt={readAt} onNoted={live.refresh} />
  );
  return (
    <>
      <StaleNotice live={live} />
      <div className={styles.head}>
        <div>
          <h1>{inventoryHeadline(certificates, new Date(readAt))}</h1>
          <p>{extentWords(certificates)}</p>
        </div>
        <CalendarLink />
      </div>
      {certificates.length === 0 ? (
        <EmptyState level={2} title="No certificate was reported">
          Once a link is seen, its certificates stand here. Linkspan's login needs VIEW ANY DEFINITION on SQL Server to
          see them, and its Azure credential the right to read the managed instance.
        </EmptyState>
      ) : (
        <>
          <search className={styles.toolbar} aria-label="Certificates">
            <SearchField
              label="Search certificates"
              placeholder="Certificate, server, link"
              value={view.q}
              onChange={(q) => void setView({ q: q === "" ? null : q })}
            />
            <Select
              label="Show"
              options={choices.map((choice) => ({
                value: choice,
                label: `${choiceWords[choice]}, ${countEntries(certificates, choice)}`,
              }))}
              value={view.show}
              onChange={(show) => void setView({ show })}
            />
          </search>
          {undated.length > 0 && (
            <Section id="undated" title="Expiry not known" note={countWords(undated.length, "certificate")}>
              {table(undated, "Certificates whose expiry nobody tells")}
            </Section>
          )}
          {dated.length > 0 && (
            <Section
              id="by-expiry"
              title="By expiry"
              note={
                shown.length < certificates.length
                  ? `${shown.length} of ${certificates.length}`
                  : "The first to expire on top"
              }
            >
              {table(dated, "Certificates by their expiry")}
            </Section>
          )}
          {shown.length === 0 && (
            <EmptyState
              title={view.q === "" ? `None that is ${choiceWords[view.show]}` : `No certificate matches "${view.q}"`}
              step={<Button onClick={() => void setView(null)}>Clear filters</Button>}
            >
              {countWords(certificates.length, "certificate")} {certificates.length === 1 ? "is" : "are"} known.
            </EmptyState>
          )}
        </>
      )}
    </>
  );
}

/** "12 certificates under 40 links: you renew 5, Azure renews 3 by itself, 4 are authorities." */
function extentWords(entries: readonly Entry[]): string {
  const links = new Set(entries.flatMap((entry) => entry.links.map((link) => link.linkId))).size;
  const count = (is: (entry: Entry) => boolean) => entries.filter(is).length;
  const yours = count((entry) => entry.kind !== "root" && entry.renewedBy === "you");
  const roots = count((entry) => entry.kind === "root");
  return [
    `${countWords(entries.length, "certificate")} under ${countWords(links, "link")}:`,
    `you renew ${yours}, Azure renews ${count((entry) => entry.renewedBy === "azure")} by itself,`,
    `${roots} ${roots === 1 ? "is an authority" : "are authorities"}.`,
  ].join(" ");
}
