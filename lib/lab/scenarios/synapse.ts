// The Synapse workspaces of the scenarios: their failover groups and link connections.
import type { SynapseWorkspaceSpec } from "../synapse-spec.ts";
import { day, hour } from "./builders.ts";

const subscription = { subscriptionId: "6f1c9b1e-4d0a-4c51-9b3e-2f6a0c8d7e11", resourceGroup: "rg-analytics" };

const group = (name: string, database: string, failovers: number[] = []): SynapseWorkspaceSpec["groups"][number] => ({
  name: `fg-${name}`,
  database,
  servers: [
    { name: `sql-${name}-weu`, location: "West Europe" },
    { name: `sql-${name}-neu`, location: "North Europe" },
  ],
  failovers,
});

const tables = (...names: string[]) => names.map((name) => ({ schema: "dbo", name }));

/** One link, and nothing ever happened to it. */
export function shopWorkspace(epoch: number): SynapseWorkspaceSpec {
  return {
    name: "syn-lab",
    ...subscription,
    groups: [group("shop", "Shop")],
    links: [
      {
        name: "shop-to-dwh",
        group: "fg-shop",
        linkedService: "ls_shop",
        style: "server",
        startedAt: epoch - 20 * day,
        tables: tables("Orders", "OrderLines", "Customers"),
      },
    ],
  };
}

/** The demo's: one link is fine, one is displayed as Running though its source failed over yesterday, one has a failed table. */
export function warehouse(epoch: number): SynapseWorkspaceSpec {
  return {
    name: "syn-dwh-weu",
    ...subscription,
    groups: [
      group("shop", "Shop", [epoch - 26.4 * hour]),
      group("loyalty", "LoyaltyPoints"),
      group("billing", "Billing"),
    ],
    links: [
      {
        name: "shop-to-dwh",
        group: "fg-shop",
        linkedService: "ls_shop_listener",
        style: "listener",
        startedAt: epoch - 33 * day,
        tables: tables("Orders", "OrderLines", "Customers", "Payments"),
      },
      {
        name: "loyalty-to-dwh",
        group: "fg-loyalty",
        linkedService: "ls_loyalty",
        style: "server",
        startedAt: epoch - 80 * day,
        tables: tables("Accounts", "Transactions"),
      },
      {
        name: "billing-to-dwh",
        group: "fg-billing",
        linkedService: "ls_billing",
        style: "server",
        startedAt: epoch - 12 * day,
        tables: [
          ...tables("Invoices", "InvoiceLines"),
          {
            schema: "dbo",
            name: "Attachments",
            failure: {
              code: "ColumnTypeNotSupported",
              message: "Column 'Content' of type varbinary(max) is larger than 1 MB in at least one row.",
            },
          },
        ],
      },
    ],
  };
}
