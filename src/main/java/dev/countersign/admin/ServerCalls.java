package dev.countersign.admin;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The call that tells what server this is. Asks the store for its health only, so that a person learns that it is away. Thread-safe. */
record ServerCalls(AdminDesk desk) {

    Answer read(Call call) {
        ServerFacts server = desk.server();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("issuer", server.issuer().toString());
        members.put("verify", server.verify());
        server.version().ifPresent(version -> members.put("version", version));
        members.put("started_at", server.startedAt().toString());
        members.put("time", desk.clock().instant().toString());
        members.put("health", health(server.health().results()));
        members.put("audience_policy", server.audiencePolicy().name().toLowerCase(Locale.ROOT));
        members.put("algorithms", server.algorithms());
        members.put("expired_certificates", server.expiredCertificates() ? "accept" : "refuse");
        members.put("max_certificate_validity", DurationText.of(desk.keys().maxCertificateValidity()));
        members.put("upload_max_bytes", desk.keys().uploadMaxBytes());
        members.put("key_cache_ttl", DurationText.of(server.keyCacheTtl()));
        return Answer.json(200, members);
    }

    private static Map<String, Object> health(Map<String, Boolean> usable) {
        Map<String, Object> members = new TreeMap<>();
        usable.forEach((name, up) -> members.put(name, up ? "up" : "down"));
        return members;
    }
}
