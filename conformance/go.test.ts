// The official clients for Go.
import { testClients } from "./client-tests.ts";

testClients("Go");
