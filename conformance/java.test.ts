// The official clients for Java.
import { testClients } from "./client-tests.ts";

testClients("Java");
