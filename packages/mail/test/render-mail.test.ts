import { describe, expect, it } from "vitest";
import { MAIL_TEXTS, readMailSettings, readUnsubscription, renderMail, signUnsubscription } from "../src/index.ts";

const SECRET = "s".repeat(40);
const ADDRESSING = { publicUrl: "https://bodymark.example", secret: SECRET };
const stored = {
  id: "mail_1",
  userId: "usr_1",
  toAddress: "a@example.org",
  unsubscribeKind: null,
  subscriptionId: null,
  listName: null,
};

describe("a mail", () => {
  it("has the portal's address in its links, as text and as HTML", () => {
    const text = MAIL_TEXTS.confirmAddress({ name: "Ada", path: "/confirm?token=a.b&next=%2F", hours: 24 });
    const mail = renderMail({ ...stored, ...text }, ADDRESSING);
    expect(mail.text).toContain("https://bodymark.example/confirm?token=a.b&next=%2F");
    expect(mail.html).toContain('href="https://bodymark.example/confirm?token=a.b&amp;next=%2F"');
    expect(mail.unsubscribePostUrl).toBeNull();
  });

  it("W5: takes names as text: no markup and no header comes out of one", () => {
    const from = '<script>alert("x")</script>\r\nBcc: victim@example.org';
    const text = MAIL_TEXTS.teamInvite({ from, team: "T", challenge: "C", path: "/invitations?token=x", days: 7 });
    const mail = renderMail({ ...stored, ...text }, ADDRESSING);
    expect(mail.html).not.toContain("<script>");
    expect(mail.subject).not.toMatch(/[\r\n]/);
  });

  it("of a list carries its List-Id, a link that ends that subscription, and the organizers' markdown sanitised", () => {
    const body =
      "**Read** [it](/challenges/x) [or](javascript:alert(1)) ![chart](https://evil.example/p.png) <b onclick=x>";
    const text = MAIL_TEXTS.announcement({ list: "Liver", title: "News", body, path: "/challenges/x", why: "since" });
    const mail = renderMail({ ...stored, ...text, subscriptionId: "sbs_1", listName: "liver" }, ADDRESSING);
    expect(mail.listId).toBe("liver.bodymark.example");
    expect(mail.html).toContain('<strong>Read</strong> <a href="https://bodymark.example/challenges/x">it</a>');
    expect(mail.html).toContain("<em>chart</em>");
    expect(mail.html).not.toMatch(/javascript:|evil\.example|onclick/);
    expect(mail.text).toContain(body);
    const token = new URL(mail.unsubscribePostUrl ?? "").searchParams.get("token") ?? "";
    expect(readUnsubscription(SECRET, token)).toEqual({ subscriptionId: "sbs_1" });
    expect(readUnsubscription(SECRET, token.replace("list", "phase"))).toBeNull();
  });

  it("of a kind that can be stopped carries a link that names the person and the kind, and cannot be forged", () => {
    const text = MAIL_TEXTS.notification({ name: "Ada", title: "Done", body: "", path: "/submissions" });
    const mail = renderMail({ ...stored, ...text, unsubscribeKind: "evaluation" }, ADDRESSING);
    const token = new URL(mail.unsubscribePostUrl ?? "").searchParams.get("token") ?? "";
    expect(readUnsubscription(SECRET, token)).toEqual({ userId: "usr_1", kind: "evaluation" });
    expect(readUnsubscription("another secret, just as long as the first", token)).toBeNull();
    for (const forged of [token.replace("usr_1", "usr_2"), token.replace("evaluation", "phase"), "", "a.b.c", "..."]) {
      expect(readUnsubscription(SECRET, forged)).toBeNull();
    }
    expect(signUnsubscription(SECRET, "usr_1", "phase")).not.toBe(token);
  });

  it("goes by SMTP only when a server and a sender are named", () => {
    expect(readMailSettings({})).toEqual({ kind: "embedded" });
    expect(readMailSettings({ SMTP_URL: "smtp://h", MAIL_FROM: "a@b.org" })).toMatchObject({ kind: "smtp" });
    expect(() => readMailSettings({ SMTP_URL: "smtp://h" })).toThrow(/MAIL_FROM/);
    expect(() => readMailSettings({ SMTP_URL: "http://h", MAIL_FROM: "a@b.org" })).toThrow(/SMTP_URL/);
  });
});
