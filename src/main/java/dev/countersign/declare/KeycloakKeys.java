package dev.countersign.declare;

import dev.countersign.text.CanonicalBase64;
import dev.countersign.text.MalformedException;
import dev.countersign.text.StrictJson;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The public keys that a realm has of one client. Immutable.
 *
 * @param declared the members of its representation
 * @param remarks what is not taken, and why
 */
record KeycloakKeys(Map<String, Object> declared, List<String> remarks) {

    private static final String KEY = "jwt.credential.";
    private static final int LINE_CHARS = 64;

    static KeycloakKeys of(Map<String, Object> attributes) {
        KeycloakKeys keys = new KeycloakKeys(new LinkedHashMap<>(), new ArrayList<>());
        if (attributes.containsKey(KEY + "private.key")) {
            keys.remarks.add("its private key is in the file, too: it is not taken, and should be replaced");
        }
        if (KeycloakRealm.flag(attributes, "use.jwks.url")) {
            keys.declared.put("jwks_uri", KeycloakRealm.text(attributes, "jwks.url"));
        } else if (KeycloakRealm.flag(attributes, "use.jwks.string")) {
            keys.addKeySet(KeycloakRealm.text(attributes, "jwks.string"));
        } else if (!KeycloakRealm.text(attributes, KEY + "certificate").isEmpty()) {
            keys.addPem("CERTIFICATE", attributes, "certificate");
        } else if (!KeycloakRealm.text(attributes, KEY + "public.key").isEmpty()) {
            keys.addPem("PUBLIC KEY", attributes, "public.key");
        } else {
            keys.remarks.add("there is no key of it in the file");
        }
        return keys;
    }

    private void addKeySet(String text) {
        try {
            declared.put("jwks", StrictJson.object(text));
        } catch (MalformedException e) {
            remarks.add("its key set cannot be read: " + e.rule());
        }
    }

    private void addPem(String label, Map<String, Object> attributes, String name) {
        String body = KeycloakRealm.text(attributes, KEY + name)
                .replaceAll("-----[A-Z ]+-----", "")
                .replaceAll("\\s", "");
        String lines = body.replaceAll("(.{" + LINE_CHARS + "})(?=.)", "$1\n");
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("pem", "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n");
        try {
            String kid = KeycloakRealm.text(attributes, KEY + "kid");
            key.put("kid", kid.isEmpty() ? kid(label, Base64.getDecoder().decode(body)) : kid);
            declared.put(KeyDeclarations.MEMBER, List.of(key));
        } catch (IllegalArgumentException | CertificateException e) {
            remarks.add("its " + label.toLowerCase(Locale.ROOT) + " cannot be read: " + e.getMessage());
        }
    }

    /** As Keycloak and its libraries name a key without a name, in the JWTs that it signs. */
    private static String kid(String label, byte[] der) throws CertificateException {
        try {
            byte[] key = label.equals("CERTIFICATE")
                    ? CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der))
                            .getPublicKey()
                            .getEncoded()
                    : der;
            return CanonicalBase64.URL.encode(
                    MessageDigest.getInstance("SHA-256").digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
