package dev.countersign.auth;

import java.util.List;
import java.util.Optional;

/**
 * The parts of a request in which a credential may stand. Parameters are those of a form body only, decoded strictly.
 */
public interface PresentedRequest {

    /** The values of all fields of this name, without regard to its case. */
    List<String> headers(String name);

    /** The one value of this parameter in the form body; absent or empty is the same. */
    Optional<String> parameter(String name);
}
