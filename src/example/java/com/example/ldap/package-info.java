/** An example of a client store of a deployer's own: the clients are entries of an LDAP directory. */
@NullMarked
package com.example.ldap;

import org.jspecify.annotations.NullMarked;
