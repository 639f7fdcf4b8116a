// AccessKeys, as rows.
import type { AccessKeyRecord, AccessKeyUse } from "../../records.ts";
import type { Row } from "../database.ts";
import { type Builder, prepare } from "../statement.ts";

export function accessKeyOf(row: Row): AccessKeyRecord {
  return {
    id: String(row.id),
    accountId: String(row.account_id),
    wrappedSecret: row.wrapped_secret as Uint8Array, // a column of bytes
    status: row.status === "Active" ? "Active" : "Inactive",
    principal: String(row.principal),
    createdAt: Number(row.created_at),
  };
}

export function accessKeyUseOf(row: Row): AccessKeyUse {
  return { id: String(row.id), at: Number(row.used_at), service: String(row.service) };
}

type Columns = {
  id: string;
  accountId: string;
  wrappedSecret: Uint8Array;
  status: string;
  principal: string;
  createdAt: number;
};

const columnsOf = (value: Columns) => ({
  account_id: value.accountId,
  wrapped_secret: value.wrappedSecret,
  status: value.status,
  principal: value.principal,
  created_at: value.createdAt,
});

export function createAccessKeyStatements(builder: Builder) {
  return {
    accessKey: prepare<{ id: string }>(({ id }) =>
      builder.selectFrom("access_keys").selectAll().where("id", "=", id),
    ),
    accessKeys: prepare<{ after: string; limit: number }>(({ after, limit }) =>
      builder
        .selectFrom("access_keys")
        .selectAll()
        .where("id", ">", after)
        .orderBy("id")
        .limit(limit),
    ),
    accessKeysOf: prepare<{ accountId: string; principal: string }>(({ accountId, principal }) =>
      builder
        .selectFrom("access_keys")
        .selectAll()
        .where("account_id", "=", accountId)
        .where("principal", "=", principal)
        .orderBy("created_at")
        .orderBy("id"),
    ),
    insertAccessKey: prepare<Columns>((value) =>
      builder
        .insertInto("access_keys")
        .values({ id: value.id, ...columnsOf(value) })
        .onConflict((conflict) => conflict.doNothing())
        .returning("id"),
    ),
    updateAccessKey: prepare<Columns>((value) =>
      builder
        .updateTable("access_keys")
        .set(columnsOf(value))
        .where("id", "=", value.id)
        .returning("id"),
    ),
    deleteAccessKey: prepare<{ id: string }>(({ id }) =>
      builder.deleteFrom("access_keys").where("id", "=", id).returning("id"),
    ),
    accessKeyUse: prepare<{ id: string }>(({ id }) =>
      builder.selectFrom("access_key_uses").selectAll().where("id", "=", id),
    ),
    deleteAccessKeyUse: prepare<{ id: string }>(({ id }) =>
      builder.deleteFrom("access_key_uses").where("id", "=", id),
    ),
    putAccessKeyUse: prepare<{ id: string; at: number; service: string }>((value) =>
      builder
        .insertInto("access_key_uses")
        .columns(["id", "used_at", "service"])
        .expression((inner) =>
          inner
            .selectFrom("access_keys")
            .select(({ val }) => [
              "access_keys.id",
              val(value.at).as("used_at"),
              val(value.service).as("service"),
            ])
            .where("access_keys.id", "=", value.id),
        )
        .onConflict((conflict) =>
          conflict
            .column("id")
            .doUpdateSet({ used_at: value.at, service: value.service })
            .where("access_key_uses.used_at", "<=", value.at),
        ),
    ),
  };
}
