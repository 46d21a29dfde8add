package dev.countersign.signing;

import dev.countersign.client.Change;
import dev.countersign.http.Vectors.Vector;
import dev.countersign.keys.JwkMembers;
import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.token.SigningKey;
import dev.countersign.token.SigningKeyStore;
import dev.countersign.x509.FastSignatures;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens, right or wrong, with a signing key of which it knows the private half. */
final class TokenForge {

    private static final String HEADER = "{\"typ\":\"at+jwt\",\"alg\":\"ES256\",\"kid\":\"{kid}\"}";
    private static final String CLAIMS = "{\"iss\":\"{issuer}\",\"sub\":\"billing\",\"client_id\":\"billing\","
            + "\"aud\":\"{issuer}\",\"exp\":{now+300},\"iat\":{now},\"jti\":\"AQEBAQEBAQEBAQEBAQEBAQ\",\"scope\":\"read\"}";

    private static final Pattern TIME = Pattern.compile("\\{now([+-][0-9]+)?}");
    private static final KeyPair OURS = pair();
    private static final KeyPair FOREIGN = pair();

    private final TokenScene scene;
    private final String kid;

    /** The scene's only signing key is one of the forge from now on. */
    TokenForge(TokenScene scene) {
        this.scene = scene;
        KeyCodec codec = new KeyCodec(algorithm -> OURS, TokenScene.MASTER, new FastSignatures());
        SigningKey key = codec.make(JwsAlgorithm.ES256, scene.clock.instant()).activatedAt(scene.clock.instant());
        scene.store.change(keys ->
                new SigningKeyStore.Edited(List.of(key), Optional.of(new Change("system", "signing_key.create", ""))));
        scene.follow();
        kid = key.kid();
    }

    /** The token of a vector. */
    String text(Vector vector) {
        String header = encoded(vector, "header", HEADER);
        String claims = encoded(vector, "claims", CLAIMS);
        String input = vector.optional("input")
                .orElse("{header}.{claims}")
                .replace("{header}", header)
                .replace("{header~}", lastCharacterChanged(header))
                .replace("{claims}", claims);
        String signature = base64Url(signature(vector.optional("signer").orElse("ours"), input));
        return vector.optional("text")
                .orElse("{input}.{signature}")
                .replace("{input}", input)
                .replace("{header}", header)
                .replace("{claims}", claims)
                .replace("{signature}", signature)
                .replace("{signature~}", signature.isEmpty() ? "" : lastCharacterChanged(signature))
                .replace("{16384}", "A".repeat(16_384));
    }

    /** The usual JSON, changed by lines {@code old => new}. */
    private String encoded(Vector vector, String field, String usual) {
        String json = usual;
        for (String line : vector.has(field) ? vector.lines(field) : List.<String>of()) {
            String[] change = line.split(" => ", 2);
            if (!json.contains(change[0])) {
                throw new AssertionError(json + " has no " + change[0]);
            }
            json = json.replace(change[0], change[1]);
        }
        return base64Url(filled(json).getBytes(StandardCharsets.UTF_8));
    }

    private String filled(String template) {
        long now = scene.clock.instant().getEpochSecond();
        Matcher times = TIME.matcher(template);
        return times.replaceAll(
                        time -> Long.toString(now + (time.group(1) == null ? 0 : Long.parseLong(time.group(1)))))
                .replace("{kid}", kid)
                .replace("{issuer}", TokenScene.ISSUER)
                .replace("{foreign-jwk}", JwkMembers.json(FOREIGN.getPublic()));
    }

    private byte[] signature(String signer, String input) {
        byte[] ours = signed("SHA256withECDSAinP1363Format", OURS, input);
        byte[] der = OURS.getPublic().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END PUBLIC KEY-----\n";
        return switch (signer) {
            case "ours" -> ours;
            case "foreign" -> signed("SHA256withECDSAinP1363Format", FOREIGN, input);
            case "nobody" -> new byte[0];
            case "zero" -> new byte[ours.length];
            case "der" -> signed("SHA256withECDSA", OURS, input);
            case "longer" -> Arrays.copyOf(ours, ours.length + 1);
            case "shorter" -> Arrays.copyOf(ours, ours.length - 1);
            case "mac:der" -> mac(der, input);
            case "mac:pem" -> mac(pem.getBytes(StandardCharsets.US_ASCII), input);
            case "mac:kid" -> mac(kid.getBytes(StandardCharsets.US_ASCII), input);
            default -> throw new AssertionError("no signer " + signer);
        };
    }

    private static byte[] signed(String algorithm, KeyPair pair, String input) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(pair.getPrivate());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] mac(byte[] key, String input) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
            return mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** For the same bytes, since the last bits of it say nothing. */
    private static String lastCharacterChanged(String text) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(text.charAt(text.length() - 1));
        return text.substring(0, text.length() - 1) + alphabet.charAt(last ^ 1);
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
