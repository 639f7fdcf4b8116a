// Pages of identities: the marker is the last name of the page before, unreadable so that nobody builds one.
import { ApiError } from "@coffer/contract";

export interface MarkedPage<Row> {
  readonly rows: readonly Row[];
  /** The members `IsTruncated` and, where there is more, `Marker`. */
  readonly end: { readonly IsTruncated: boolean; readonly Marker?: string };
}

/** @throws ApiError `InvalidParameter` for a marker that was never given */
export function afterMarker(marker: string | undefined): string | undefined {
  if (marker === undefined || marker === "") return undefined;
  const text = Buffer.from(marker, "base64url").toString();
  if (text.startsWith("after:") && markerOf(text.slice(6)) === marker) return text.slice(6);
  throw new ApiError("InvalidParameter", "The specified parameter `Marker` is not valid.");
}

function markerOf(name: string): string {
  return Buffer.from(`after:${name}`).toString("base64url");
}

/**
 * A page of what `read` gives, asked for one row more than fits.
 * @throws ApiError `InvalidParameter`
 */
export async function readPage<Row>(
  { Marker, MaxItems }: { readonly Marker?: string; readonly MaxItems: number },
  read: (page: { readonly after?: string; readonly limit: number }) => Promise<readonly Row[]>,
  nameOf: (row: Row) => string,
): Promise<MarkedPage<Row>> {
  const after = afterMarker(Marker);
  const found = await read({ limit: MaxItems + 1, ...(after === undefined ? {} : { after }) });
  const rows = found.slice(0, MaxItems);
  const last = rows.at(-1);
  if (found.length <= MaxItems || last === undefined) return { rows, end: { IsTruncated: false } };
  return { rows, end: { IsTruncated: true, Marker: markerOf(nameOf(last)) } };
}
