"""What people judge of the evidence. Its models come with the country assessments."""
