package dev.countersign.x509;

import dev.countersign.client.ClientCertificate;
import dev.countersign.keys.UnfitKeyException;
import dev.countersign.manage.UnacceptableKeyException;
import dev.countersign.text.ShownText;

/** Makes the errors of an import, each with the form field at fault. Stateless. */
final class ImportProblem {

    /** The way out where a key store cannot be read. */
    static final String CERTIFICATE_ALONE =
            "Bring the certificate alone instead, as CERTIFICATE_PEM: openssl pkcs12 -in FILE -clcerts -nokeys -out client.pem,"
                    + " or keytool -exportcert -rfc -keystore FILE -alias ALIAS -file client.pem.";

    private ImportProblem() {}

    static UnacceptableKeyException ofFile(String sentence) {
        return new UnacceptableKeyException("file", sentence);
    }

    static UnacceptableKeyException ofFile(String sentence, Throwable cause) {
        return new UnacceptableKeyException("file", sentence, cause);
    }

    /** Makes a sentence of the clause. */
    static UnacceptableKeyException ofRule(UnfitKeyException broken) {
        String clause = String.valueOf(broken.getMessage());
        return ofFile(Character.toUpperCase(clause.charAt(0)) + clause.substring(1) + ".", broken);
    }

    static UnacceptableKeyException ofAlias(String sentence) {
        return new UnacceptableKeyException("alias", sentence);
    }

    /** @throws UnacceptableKeyException when the alias is too long, or has characters that cannot be seen */
    static void requireAlias(String alias) {
        if (alias.length() > ClientCertificate.MAX_ALIAS_CHARS
                || !alias.codePoints().allMatch(ShownText::isShown)) {
            throw ofAlias("An alias has at most " + ClientCertificate.MAX_ALIAS_CHARS
                    + " characters, all of which can be seen.");
        }
    }

    static UnacceptableKeyException ofFormat(String sentence) {
        return new UnacceptableKeyException("format", sentence);
    }

    static UnacceptableKeyException ofPassword(String sentence) {
        return new UnacceptableKeyException("store_password", sentence);
    }
}
