"use client";

import type { RecoveryStep } from "../../lib/domain/synapse-assessment.ts";
import { CopyText } from "../ui/copy-text.tsx";
import { Panel, PanelHead } from "../ui/panel.tsx";
import { Sentence } from "../ui/sentence.tsx";
import styles from "./synapse.module.css";
import { stepsText } from "./synapse-words.ts";

/** The way back in its order, with what has to be typed; what can be seen as done is ticked. */
export function RecoverySteps({ name, steps }: { name: string; steps: readonly RecoveryStep[] }) {
  return (
    <Panel>
      <PanelHead title={`Bring ${name} back`} note="In this order, for the connection in use" />
      <ol className={styles.steps}>
        {steps.map((step, index) => (
          <li key={step.key}>
            <span className={styles.number} data-done={step.isDone === true}>
              {step.isDone === true ? "✓" : index + 1}
            </span>
            <div>
              <p>
                <Sentence text={step.text} />
                {step.isDone === true && <span className={styles.done}> done</span>}
                {step.isDone === null && <span className="faint"> cannot be seen from here</span>}
              </p>
              {step.values.map((value) => (
                <p key={value.name} className={styles.value}>
                  <span className="faint">{value.name}</span>
                  <code className="mono">{value.value}</code>
                  <CopyText text={value.value} label={`Copy ${value.name}`} />
                </p>
              ))}
            </div>
          </li>
        ))}
      </ol>
      <CopyText text={stepsText(name, steps)} label={`Copy the steps for ${name}`}>
        Copy all steps
      </CopyText>
    </Panel>
  );
}
