import NextLink from "next/link";
import { EmptyState } from "../../../components/ui/empty-state.tsx";

export default function LinkNotFound() {
  return (
    <>
      <h1>No such link</h1>
      <EmptyState level={2} title="Nobody knows this address" step={<NextLink href="/">All links</NextLink>}>
        No source has ever told of a link with this address. It may have been removed before Linkspan began to watch, or
        the address is not whole.
      </EmptyState>
    </>
  );
}
