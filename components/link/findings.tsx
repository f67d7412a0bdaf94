"use client";

import type { Finding } from "../../lib/domain/assessment.ts";
import type { Plain } from "../../lib/domain/snapshot.ts";
import { FindingList } from "../findings/finding-list.tsx";
import { VantageMark } from "../ui/vantage-mark.tsx";

export function Findings({ findings }: { findings: readonly Plain<Finding>[] }) {
  if (findings.length === 0) return null;
  return (
    <section aria-labelledby="findings">
      <h2 id="findings" className="sr">
        Findings
      </h2>
      <FindingList findings={findings} speaker={(vantage) => <VantageMark vantage={vantage} />} hasAnchors />
    </section>
  );
}
