// The official clients for Node.js.
import { testClients } from "./client-tests.ts";

testClients("Node.js");
