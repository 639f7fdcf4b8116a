// The reference store keeps the port's promises.
import { MemoryStore } from "../src/index.ts";
import { storeContract } from "./store.contract.ts";

storeContract("MemoryStore", async () => new MemoryStore());
