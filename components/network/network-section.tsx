"use client";

import NextLink from "next/link";
import type { LinkSnapshot } from "../../lib/domain/snapshot.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { Section } from "../ui/panel.tsx";
import { ChecksTable } from "./checks-table.tsx";
import styles from "./network.module.css";
import { newestChecks, pairAddress, testNote } from "./network-words.ts";

/** What tests of the network last found between the two sides; scripts and ledger stand on the network's own page. */
export function NetworkSection({ snapshot: { link, assessment } }: { snapshot: LinkSnapshot }) {
  const checks = newestChecks(assessment.network ?? []);
  const toPage = (
    <NextLink href={pairAddress(link.partnerName, link.instanceName)}>Test scripts and all results</NextLink>
  );
  return (
    <Section id="network" folds="phone" title="Network" note={checks.length > 0 ? toPage : undefined}>
      {checks.length === 0 ? (
        <EmptyState title="No network test is known" step={toPage}>
          Linkspan never tests by itself. It writes the scripts for both directions and reads what the jobs found.
        </EmptyState>
      ) : (
        <>
          <ChecksTable caption="Newest network tests by direction and port" checks={checks} />
          <p className={styles.note}>{testNote}</p>
        </>
      )}
    </Section>
  );
}
