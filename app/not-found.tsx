import NextLink from "next/link";
import { EmptyState } from "../components/ui/empty-state.tsx";

export default function NotFound() {
  return (
    <>
      <h1>There is nothing at this address</h1>
      <EmptyState level={2} title="Page not found" step={<NextLink href="/">All links</NextLink>}>
        The link may have been removed, or the address is not whole.
      </EmptyState>
    </>
  );
}
