// DescribeRegions: the one region of this installation.
import type { Handler } from "../handler.ts";

export const describeRegions: Handler<"DescribeRegions"> = async (_request, { region }) => ({
  Regions: { Region: [{ RegionId: region }] },
});
