package dev.countersign.secret;

import dev.countersign.auth.Secret;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientSecret;
import dev.countersign.manage.SecretProof;
import java.security.MessageDigest;
import java.util.List;

/** Compares a text with the hash of a secret, or with the secret itself where that is kept encrypted. Thread-safe. */
public final class StoredSecretProof implements SecretProof {

    private final List<String> ciphertexts;
    private final SecretHasher hasher;
    private final SecretCipher cipher;

    public StoredSecretProof(KeyRing ring) {
        this.ciphertexts = ring.ids().stream().map(SecretCipher::prefix).toList();
        this.hasher = new SecretHasher(ring);
        this.cipher = new SecretCipher(ring);
    }

    @Override
    public boolean is(ClientId client, ClientSecret registered, Secret text) {
        if (ciphertexts.stream().noneMatch(registered.hash().text()::startsWith)) {
            return hasher.matches(registered.hash(), client, registered.id(), text);
        }
        try (Secret decrypted = cipher.decrypt(registered.hash(), client, registered.id())) {
            return MessageDigest.isEqual(decrypted.bytes(), text.bytes());
        }
    }
}
