package dev.nydusview.image.nio;

import java.io.IOException;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;

/** Finds users and groups by their numbers, 0 to 4,294,967,295. */
final class NumericPrincipals extends UserPrincipalLookupService {
    @Override
    public UserPrincipal lookupPrincipalByName(String name) throws IOException {
        return new NumericUser(id(name));
    }

    @Override
    public GroupPrincipal lookupPrincipalByGroupName(String name) throws IOException {
        return new NumericGroup(id(name));
    }

    private static long id(String name) throws IOException {
        try {
            return Integer.toUnsignedLong(Integer.parseUnsignedInt(name));
        } catch (NumberFormatException e) {
            throw new UserPrincipalNotFoundException(name);
        }
    }
}
