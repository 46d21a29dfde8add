package dev.countersign.admin;

import dev.countersign.auth.Secret;
import dev.countersign.auth.SecretIssuer.IssuedSecret;
import dev.countersign.auth.SecretIssuer.UnacceptableSecretException;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Change;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientSecret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The calls about a client's secrets: add, regenerate, revoke. Thread-safe. */
record SecretCalls(AdminDesk desk) {

    Answer add(Call call) {
        ClientId id = call.client();
        Precondition condition = call.precondition();
        SecretRequest asked = SecretRequest.of(call.body(RequestBody.JSON));
        // Whole milliseconds, which every store keeps as they are.
        Instant now = desk.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        AuthMethod method = desk.registry()
                .find(id)
                .orElseThrow(ProblemException::noSuchClient)
                .profile()
                .method();
        IssuedSecret issued = issue(id, method, asked, now);
        try (Secret value = issued.value()) {
            Client client = desk.registry()
                    .update(
                            id,
                            OptionalLong.empty(),
                            current -> {
                                condition.check(current);
                                requireStill(method, current);
                                return current.with(grown(current, issued.registered(), asked, now));
                            },
                            change(call, asked, issued.registered()));
            return answer(call, client, issued.registered(), value);
        }
    }

    Answer revoke(Call call) {
        String secret = call.variable("id");
        Precondition condition = call.precondition();
        desk.registry()
                .update(
                        call.client(),
                        OptionalLong.empty(),
                        current -> {
                            condition.check(current);
                            return current.with(without(current, secret));
                        },
                        call.change("secret.revoke", "secret " + Members.shortened(secret)));
        return Answer.noContent();
    }

    private IssuedSecret issue(ClientId id, AuthMethod method, SecretRequest asked, Instant now) {
        try {
            return desk.issuer()
                    .issue(
                            id,
                            method,
                            asked.label(),
                            asked.chosen(),
                            asked.lifetime().map(now::plus));
        } catch (UnacceptableSecretException e) {
            throw ProblemException.inField("secret", String.valueOf(e.getMessage()));
        }
    }

    /** The secret was made for the method that the client had a moment ago. */
    private static void requireStill(AuthMethod method, Client current) {
        if (!current.profile().method().equals(method)) {
            throw new ProblemException(ProblemKind.STALE, "The client's method was changed at the same moment.");
        }
    }

    private List<ClientSecret> grown(Client current, ClientSecret added, SecretRequest asked, Instant now) {
        if (!desk.catalog().usesSecrets(current.profile())) {
            throw new ProblemException(
                    ProblemKind.NO_SECRETS, "Only confidential clients whose method uses secrets have a use for one.");
        }
        List<ClientSecret> secrets = new ArrayList<>(current.secrets());
        if (asked.replace()) {
            Instant end = now.plus(asked.overlap());
            secrets.replaceAll(older -> older.endingBy(end));
        }
        makeRoom(secrets, now);
        secrets.add(added);
        return secrets;
    }

    /** Secrets that have ended are kept for those who wonder what became of them, but only while nobody needs the room. */
    private static void makeRoom(List<ClientSecret> secrets, Instant now) {
        if (secrets.size() < Client.MAX_SECRETS) {
            return;
        }
        Optional<ClientSecret> longestDead = secrets.stream()
                .filter(secret -> !secret.liveAt(now))
                .min(Comparator.comparing(secret -> secret.expiresAt().orElse(Instant.MAX)));
        if (longestDead.isEmpty()) {
            throw new ProblemException(
                    ProblemKind.TOO_MANY_SECRETS,
                    "A client has at most " + Client.MAX_SECRETS + " live secrets: revoke one first.");
        }
        secrets.remove(longestDead.get());
    }

    private static List<ClientSecret> without(Client current, String id) {
        List<ClientSecret> left = current.secrets().stream()
                .filter(secret -> !secret.id().equals(id))
                .toList();
        if (left.size() == current.secrets().size()) {
            throw new ProblemException(ProblemKind.NOT_FOUND, "The client has no such secret.");
        }
        return left;
    }

    private static Change change(Call call, SecretRequest asked, ClientSecret added) {
        String end = added.expiresAt().map(at -> ", until " + at).orElse("");
        return asked.replace()
                ? call.change(
                        "secret.regenerate", "secret " + added.id() + end + "; older ones end after " + asked.overlap())
                : call.change("secret.add", "secret " + added.id() + end);
    }

    private Answer answer(Call call, Client client, ClientSecret added, Secret value) {
        ClientRepresentation representation = call.representation(desk);
        // As the store has it: its clock may tick more coarsely than ours.
        ClientSecret kept = client.secrets().stream()
                .filter(secret -> secret.id().equals(added.id()))
                .findFirst()
                .orElse(added);
        Map<String, Object> members = ClientRepresentation.secret(kept);
        members.put("client_secret", new String(value.bytes(), StandardCharsets.UTF_8));
        members.put("client_version", client.version());
        return Answer.json(201, members).with("Location", representation.path(client) + "/secrets/" + added.id());
    }
}
