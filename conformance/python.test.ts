// The official clients for Python.
import { testClients } from "./client-tests.ts";

testClients("Python");
