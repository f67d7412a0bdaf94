// Roles of a table that is drawn as a list on a narrow page: a grid or block display would take its meaning away.

export const asTable = { role: "table" } as const;
export const asRowGroup = { role: "rowgroup" } as const;
export const asRow = { role: "row" } as const;
export const asRowHead = { role: "rowheader" } as const;
export const asCell = { role: "cell" } as const;
