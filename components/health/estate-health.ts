// What the bar of every page and the page about Linkspan itself read: how each source fares, and whether anybody polls.
import type { EstateSnapshot } from "../../lib/domain/snapshot.ts";

export type EstateHealth = Pick<EstateSnapshot, "readAt" | "isDemo" | "sources" | "pollerSeenAt">;

export const healthKey = ["sources"] as const;
export const healthUrl = "/api/v1/sources";
