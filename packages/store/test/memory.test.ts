// The reference store keeps the port's promises.
import { MemoryStore } from "../src/index.ts";
import { nonceContract } from "./nonces.contract.ts";
import { storeContract } from "./store.contract.ts";

storeContract("MemoryStore", async () => new MemoryStore());
nonceContract("MemoryStore", async () => {
  const store = new MemoryStore();
  return async () => store;
});
