// The note of every operation that waits for its turn.
import type { Text } from "./shape.ts";

export const NOT_YET = {
  en: "Not built yet.",
  zh: "暂未实现。",
} as const satisfies Text;
