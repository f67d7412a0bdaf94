import type { Metadata } from "next";
import { connection } from "next/server";
import { CatalogueView } from "../../components/errors/catalogue-view.tsx";

export const metadata: Metadata = { title: "Errors" };

/** The error catalogue, the same for every estate. Rendered on request, so that an address with an error's number finds it in the page. */
export default async function ErrorsPage() {
  await connection();
  return <CatalogueView />;
}
