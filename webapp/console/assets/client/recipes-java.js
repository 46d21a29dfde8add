// A program for the client kit. Pure.

import { java } from "./quoting.js";

/** The kit's default algorithms: a snippet names its algorithm only where it is another one. */
const USUAL = ["PS256", "ES256", "ES384", "ES512", "EdDSA", "HS256"];

export function kit(client, { issuer, verify }, algorithm) {
  const other = USUAL.includes(algorithm) ? "" : `.withAlgorithm(${java(algorithm)})`;
  const secret = client.token_endpoint_auth_method === "client_secret_jwt";
  const key = secret
    ? `ClientKey key = ClientKey.ofSecret(Password.inVariable("CLIENT_SECRET").get())${other};`
    : `Password password = Password.inFile(Path.of("password"));
        RotatingKey key = new RotatingKey(Path.of("keys.p12"), password, "active");`;
  const signer = !secret && other ? `() -> key.get()${other}` : "key";
  return `import dev.countersign.kit.*;
import java.net.URI;
import java.net.http.*;
import java.nio.file.Path;

class SignIn {
    public static void main(String[] arguments) throws Exception {
        ${key}
        ClientAssertion assertion = new ClientAssertion(
                ${java(client.client_id)}, ${java(issuer)}, ${signer});

        HttpRequest request = HttpRequest.newBuilder(URI.create(${java(verify)}))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(assertion.form()))
                .build();
        System.out.println(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()));
    }
}
`;
}
