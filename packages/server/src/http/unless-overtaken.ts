// Work that was prepared for something that a name means no more starts again, from its first look.
import { Overtaken } from "../errors.ts";

const ATTEMPTS = 5;

/** @throws Overtaken by whoever is overtaken every time */
export async function unlessOvertaken<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let left = ATTEMPTS; ; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Overtaken) || left === 1) throw error;
    }
  }
}
