// Pages by number.

export interface PageMembers {
  readonly PageNumber: number;
  readonly PageSize: number;
}

/** What the store needs; a size of 0, where it is allowed, means the default. */
export function pagingOf(
  { PageNumber, PageSize }: PageMembers,
  defaultSize: number,
): { readonly offset: number; readonly limit: number } {
  const limit = PageSize === 0 ? defaultSize : PageSize;
  return { offset: (PageNumber - 1) * limit, limit };
}
