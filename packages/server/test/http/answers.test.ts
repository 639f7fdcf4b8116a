// What stands in every answer's head: nothing that holds a secret is kept on its way.
import assert from "node:assert/strict";
import test from "node:test";
import { ApiError } from "@coffer/contract";
import { failure, success } from "../../src/http/answers.ts";

const HEADERS = {
  "content-type": "application/json;charset=utf-8",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "x-acs-request-id": "ID",
};

test("answers are JSON, are not to be kept and tell their request's id, also those that refuse", () => {
  const answer = success("ID", { SecretData: "v" });
  assert.deepEqual(answer, {
    ...{ status: 200, headers: HEADERS, body: '{"SecretData":"v","RequestId":"ID"}' },
  });
  const request = { method: "GET", target: "/", headers: {}, body: new Uint8Array() };
  const about = { requestId: "ID", product: "Kms" };
  const refused = failure(request, about, new ApiError("Forbidden.KeyNotFound"));
  assert.deepEqual([refused.status, refused.headers], [404, HEADERS]);
});
