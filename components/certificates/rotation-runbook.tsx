import { rotationSteps } from "../../lib/domain/certificate-rotation.ts";
import { CopyText } from "../ui/copy-text.tsx";
import type { Entry } from "./certificate-words.ts";
import styles from "./inventory.module.css";

/** The steps of a rotation in their order, each to copy; Linkspan runs none of them. */
export function RotationRunbook({ entry, readAt }: { entry: Entry; readAt: string }) {
  return (
    <ol className={styles.runbook} aria-label={`Rotation of ${entry.name}`}>
      {rotationSteps(entry, new Date(readAt)).map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps have no other name than their place
        <li key={index}>
          <div>
            <h3>
              {index + 1}. {step.title}
            </h3>
            <span className="faint">
              {step.language}, on {step.where}
            </span>
            <CopyText text={step.text} label={`Copy step ${index + 1}: ${step.title}`} />
          </div>
          <pre>
            <code className="mono">{step.text}</code>
          </pre>
        </li>
      ))}
    </ol>
  );
}
