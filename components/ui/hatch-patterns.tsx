/** The fills every drawing on a page may point at: url(#hatch), url(#hatch-small) = not known, url(#stripes) = suspended. Once per document. */
export function HatchPatterns() {
  return (
    <svg width="0" height="0" style={{ position: "absolute" }} aria-hidden="true">
      <defs>
        <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" fill="var(--unknown-soft)" />
          <path d="M0 0V6" stroke="var(--unknown-hatch)" strokeWidth="1.6" />
        </pattern>
        <pattern id="hatch-small" width="3" height="3" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0V3" stroke="var(--unknown)" strokeWidth="1.2" />
        </pattern>
        <pattern id="stripes" width="5" height="5" patternUnits="userSpaceOnUse">
          <rect width="5" height="5" fill="var(--attention-soft)" />
          <path d="M2.5 0V5" stroke="var(--attention)" strokeWidth="1" />
        </pattern>
      </defs>
    </svg>
  );
}
