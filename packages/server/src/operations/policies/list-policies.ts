// ListPolicies: system policies first, then custom ones, each in the order of their names.
import { hasTags, tagsView } from "../../domain/identity/identity-tags.ts";
import { attachmentsOf, policyLinkEnd } from "../../resources/identity/attached-policy.ts";
import { describePolicy } from "../../resources/identity/describe-policy.ts";
import { readPage } from "../../resources/identity/identity-page.ts";
import { policiesAfter } from "../../resources/identity/policy-list.ts";
import type { RamHandler } from "../handler.ts";

type Described = Awaited<ReturnType<typeof describePolicy>>["view"];
type PolicyView = Described & ReturnType<typeof tagsView> & { AttachmentCount: number };

export const listPolicies: RamHandler<"ListPolicies"> = async (request, context) => {
  const { store } = context;
  const { rows, end } = await readPage(
    request,
    (page) => policiesAfter({ ...page, type: request.PolicyType }, context),
    ({ PolicyType, PolicyName }) => `${PolicyType}:${PolicyName}`,
  );
  const views: PolicyView[] = [];
  for (const place of rows) {
    const tags = place.id === undefined ? {} : await store.tagsOf("policy", place.id);
    if (!hasTags(tags, request.Tag)) continue;
    const { view } = await describePolicy(place, context);
    const links = await attachmentsOf(await policyLinkEnd(place, context), context);
    views.push({ ...view, AttachmentCount: links.length, ...tagsView(tags) });
  }
  return { Policies: { Policy: views }, ...end };
};
