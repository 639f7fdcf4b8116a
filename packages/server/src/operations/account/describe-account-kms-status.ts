// DescribeAccountKmsStatus: a self-hosted service is always open.
import type { Handler } from "../handler.ts";

export const describeAccountKmsStatus: Handler<"DescribeAccountKmsStatus"> = async () => ({
  AccountStatus: "Enabled",
});
