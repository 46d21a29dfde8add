package dev.countersign.admin;

import dev.countersign.auth.KeyDescriber;
import dev.countersign.auth.KeyDescriber.KeyDescription;
import dev.countersign.auth.UnacceptableKeyException;
import dev.countersign.client.ClientCertificate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What the interface shows of a public key that was registered, in a certificate or bare. Thread-safe. */
record CertificateRepresentation(KeyDescriber describer) {

    /** All that can be told. One that cannot be read any more says so, and keeps nobody from seeing the others. */
    Map<String, Object> of(ClientCertificate registered) {
        Map<String, Object> members = stored(registered);
        try {
            describe(describer.describe(registered), members);
        } catch (UnacceptableKeyException e) {
            members.put("error", String.valueOf(e.getMessage()));
        }
        return members;
    }

    /** What the store tells without a look into the certificate. */
    static Map<String, Object> stored(ClientCertificate registered) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", registered.id());
        members.put("kid", registered.kid());
        members.put("alias", registered.alias());
        members.put("kind", registered.kind().name().toLowerCase(Locale.ROOT));
        members.put("created_at", registered.createdAt().toString());
        registered.notAfter().ifPresent(at -> members.put("not_after", at.toString()));
        registered.lastUsedAt().ifPresent(at -> members.put("last_used_at", at.toString()));
        return members;
    }

    private static void describe(KeyDescription description, Map<String, Object> members) {
        members.put("algorithm", description.type().algorithm());
        members.put("size", (long) description.type().size());
        members.put("sha256", description.sha256());
        description.certificate().ifPresent(certificate -> {
            members.put("subject", certificate.subject());
            members.put("issuer", certificate.issuer());
            members.put("serial", certificate.serial());
            members.put("not_before", certificate.notBefore().toString());
        });
    }
}
