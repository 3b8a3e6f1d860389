// Ask the doors at the address given, with the keys given, by clients of other people's; print what they say as JSON.
import dns from "node:dns";
import { Author, Blog, Client, Comment } from "@cedx/akismet";
import akismet from "akismet";
import axios from "axios";
import OpenAI from "openai";
import Perspective from "perspective-api-client";

const [address, key, partOfHost] = process.argv.slice(2);
const { port } = new URL(address);

// Every name is this machine, as if rest.akismet.com were ours.
dns.lookup = (_, options, told) => {
  const answer = typeof options === "function" ? options : told;
  return options.all ? answer(null, [{ address: "127.0.0.1", family: 4 }]) : answer(null, "127.0.0.1", 4);
};

async function byCedx() {
  const blog = new Blog({ url: "https://blog.example.com/", charset: "UTF-8", languages: ["vi", "en"] });
  const client = new Client(key, blog, { baseUrl: address });
  const author = (more) => new Author({ ipAddress: "203.0.113.7", email: "an@example.com", ...more });
  const comment = (content, more) =>
    new Comment({ author: author(more), content, context: ["đường", "xe"], type: "comment", date: new Date() });
  const stranger = new Client("123YourAPIKey", blog, { baseUrl: address });
  return {
    verified: await client.verifyKey(),
    stranger: await stranger.verifyKey(),
    ham: await client.checkComment(comment("Bài viết rất hay!")),
    spam: await client.checkComment(comment("Bài viết rất hay!", { name: "viagra-test-123" })),
    administrator: await client.checkComment(comment("so bad", { role: "administrator" })),
    submitted: [await client.submitSpam(comment("a")), await client.submitHam(comment("b"))].length,
  };
}

function byAkismet() {
  const client = akismet.client({ blog: "https://blog.example.com", apiKey: partOfHost, port });
  const asked = (name, ...given) =>
    new Promise((done) => client[name](...given, (error, answer) => done(error ? String(error) : (answer ?? "ok"))));
  const comment = { user_ip: "203.0.113.8", comment_author_email: "lan@example.com", comment_content: "Chào cả nhà" };
  return asked("verifyKey").then(async (verified) => ({
    verified,
    ham: await asked("checkComment", { ...comment }),
    spam: await asked("checkComment", { ...comment, comment_author: "viagra-test-123" }),
    submitted: [await asked("submitSpam", { ...comment }), await asked("submitHam", { ...comment })],
  }));
}

async function byOpenAI() {
  const client = new OpenAI({ baseURL: `${address}/v1`, apiKey: key, maxRetries: 0 });
  const answer = await client.moderations.create({ input: ["Bài viết rất hay!", "you stupid idiot"] });
  const stranger = new OpenAI({ baseURL: `${address}/v1`, apiKey: "sk-none", maxRetries: 0 });
  const refused = await stranger.moderations.create({ input: "a" }).catch((error) => error);
  return {
    flagged: answer.results.map((one) => one.flagged),
    categories: Object.keys(answer.results[0].categories).length,
    request: answer._request_id,
    refused: [refused.constructor.name, refused.status, refused.code],
  };
}

// It knows no address but Google's, so its HTTP layer is sent here instead.
async function byPerspective() {
  axios.interceptors.request.use((request) => ({ ...request, url: request.url.replace("https://commentanalyzer.googleapis.com", address) }));
  const client = new Perspective({ apiKey: key });
  const toxic = await client.analyze("you stupid idiot", { attributes: ["toxicity", "insult"] });
  const kind = await client.analyze("<b>Bài viết rất hay!</b>");
  const unknown = await client.analyze("a", { attributes: ["kindness"] }).catch((error) => error);
  const stranger = await new Perspective({ apiKey: "none" }).analyze("a").catch((error) => error);
  return {
    attributes: Object.keys(toxic.attributeScores).sort(),
    toxic: toxic.attributeScores.TOXICITY.summaryScore.value > 0.5,
    kind: kind.attributeScores.TOXICITY.summaryScore.value > 0.5,
    languages: kind.detectedLanguages,
    unknown: [unknown.name, unknown.message],
    stranger: [stranger.name, stranger.message],
  };
}

console.log(JSON.stringify({ cedx: await byCedx(), akismet: await byAkismet(), openai: await byOpenAI(), perspective: await byPerspective() }));
